import { brought } from './brought-up';

export default async function takeDown(): Promise<void> {
  for (const component of brought.splice(0).reverse()) await component.stop();
}

import { brought } from './brought-up';
import { removeRunFolder } from './run-folder';

export default async function takeDown(): Promise<void> {
  for (const component of brought.splice(0).reverse()) await component.stop();
  removeRunFolder();
}

import { z } from 'zod';
import { servicesSchema } from './services-schema';

/** What editors check the services file by while it is written. The worker checks more: names, templates, targets. */
export function servicesJsonSchema(): object {
  return { ...z.toJSONSchema(servicesSchema, { io: 'input', unrepresentable: 'any' }), title: 'Services' };
}

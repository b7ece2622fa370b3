import { ChatError } from '../../chat/errors';

/** Does the work, unless the service says by this code that it is done already. */
export async function unless(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ChatError) || error.code !== code) throw error;
  }
}

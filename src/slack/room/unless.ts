import { ChatError } from '../../chat/errors';

/** Runs the work and ignores the error that says that it is already done. */
export async function unless(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ChatError) || error.code !== code) throw error;
  }
}

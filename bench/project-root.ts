import { join } from 'node:path';

/** The checkout. This file runs compiled, three folders below it. */
export const PROJECT_ROOT = join(__dirname, '..', '..', '..');
export const WORKER_ENTRY = join(PROJECT_ROOT, 'dist', 'worker.js');
export const LOCAL_FOLDER = join(PROJECT_ROOT, '.local');

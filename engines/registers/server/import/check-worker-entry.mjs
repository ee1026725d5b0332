/** Starts the import's worker thread: TypeScript first, then the worker itself. */
import { register } from 'tsx/esm/api';

register();
await import('./check-worker.ts');

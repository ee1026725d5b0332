/** Starts a worker thread: a thread does not inherit the server's TypeScript loader, so it registers its own. */
import { register } from 'tsx/esm/api';

register();
await import('./answer-tasks.ts');

/** Starts the child process: it does not inherit the server's TypeScript loader, so it registers its own. */
import { register } from 'tsx/esm/api';

register();
await import('./duck-child.ts');

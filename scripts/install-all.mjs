/** Before commands that need what `npm start` does not: formatters, browsers, bare servers to be compared with. */
import { ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();

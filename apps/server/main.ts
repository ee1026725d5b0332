/** The city as it stands in the tree, for those who work on it; `npm start` runs the same from one file (scripts/build-server.mjs). */
import { findSystems } from './find-systems.ts';
import { serve } from './serve.ts';

serve(await findSystems());

/** The engine's settings as a store of a test declares them. */
import { settings } from '../../settings.ts';

export const registerSettings = Object.fromEntries(
  Object.entries(settings).map(([name, spec]) => [`registers.${name}`, spec]),
);

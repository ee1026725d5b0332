/** Where the rows behind a number of the twin view stand, within the desk. Pure. */
import type { DeviceState } from '../../../../../engines/telemetry/contract.ts';

export function rowsPath(theme: string, state: DeviceState): string {
  const words = new URLSearchParams({ ...(theme === 'all' ? {} : { theme }), 'f.state': state });
  return `/sensing/twin?${words}`;
}

/** The most memory that this process or its DuckDB child has held, in MB, as Linux counts it; null where /proc does not tell. */
import { readFileSync } from 'node:fs';

function peakOf(id: string): number | null {
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
  return peak === undefined ? null : Math.round(Number(peak) / 1024);
}

export function ownPeak(): number | null {
  try {
    return peakOf('self');
  } catch {
    return null;
  }
}

export function duckPeak(): number | null {
  try {
    const own = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(/\s+/);
    const child = own.find((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('duck-child-entry'));
    return child === undefined ? null : peakOf(child);
  } catch {
    return null;
  }
}

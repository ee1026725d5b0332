/** Follows the phone while a patrol lasts: each place goes into the draft, which outlives a closed page and a lost network. */
import { useEffect, useRef, useState } from 'react';

export interface TrackPoint {
  readonly lon: number;
  readonly lat: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Nearer in time tells no more and fills the phone. */
const everyMilliseconds = 5000;

interface Screen {
  readonly wakeLock?: { request(kind: 'screen'): Promise<{ release(): Promise<void> }> };
}

/** Why no place comes; undefined while they do. */
export function useTrack(on: boolean, add: (point: TrackPoint) => void): string | undefined {
  const [said, setSaid] = useState<string | undefined>(undefined);
  const latest = useRef(add);
  latest.current = add;
  useEffect(() => {
    if (!on) return undefined;
    if (!('geolocation' in navigator)) {
      setSaid('这台手机不能定位，无法记录轨迹');
      return undefined;
    }
    let last = 0;
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        setSaid(undefined);
        if (timestamp - last < everyMilliseconds) return;
        last = timestamp;
        latest.current({
          lon: Number(coords.longitude.toFixed(6)),
          lat: Number(coords.latitude.toFixed(6)),
          at: Math.round(timestamp),
        });
      },
      (problem) =>
        setSaid(
          problem.code === problem.PERMISSION_DENIED
            ? '请在手机设置里允许本页使用位置，否则没有轨迹'
            : '暂时没有定位信号，走到开阔处会继续记录',
        ),
      { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 },
    );
    // A dark screen stops the places on most phones; where it cannot be kept awake the page says so in words.
    const awake = (navigator as Screen).wakeLock?.request('screen').catch(() => undefined);
    return () => {
      navigator.geolocation.clearWatch(watch);
      void awake?.then((lock) => lock?.release());
    };
  }, [on]);
  return said;
}

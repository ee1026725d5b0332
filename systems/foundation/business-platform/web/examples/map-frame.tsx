/** ui/map-frame as a page uses it. */
import { MapFrame } from '../../../../../ui/map-frame.tsx';

const centre = { lon: 115.81, lat: 32.89 };

export default function Example() {
  return <MapFrame height={220} centre={centre} zoom={9} marker={centre} label="阜阳城区示例地图" />;
}

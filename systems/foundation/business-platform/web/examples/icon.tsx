/** ui/icon as a page uses it. */
import { Icon } from '../../../../../ui/icon.tsx';

export default function Example() {
  return (
    <p style={{ fontSize: 24 }}>
      <Icon name="map" /> <Icon name="case" /> <Icon name="chart" /> <Icon name="message" />
    </p>
  );
}

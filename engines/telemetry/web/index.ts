/** Pages of the telemetry engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  devices: () => import('./device/devices-page.tsx'),
  positions: () => import('./position/positions-page.tsx'),
  device: () => import('./device/device-page.tsx'),
  alarms: () => import('./alarm/alarms-page.tsx'),
  alarm: () => import('./alarm/alarm-page.tsx'),
  silences: () => import('./alarm/silences-page.tsx'),
  rules: () => import('./rule/rules-page.tsx'),
  rule: () => import('./rule/rule-page.tsx'),
  quarantine: () => import('./quarantine/quarantine-page.tsx'),
});

/** Pages of the telemetry engine. */
import { bindPages } from '../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  devices: () => import('./devices-page.tsx'),
  device: () => import('./device-page.tsx'),
  alarms: () => import('./alarms-page.tsx'),
  alarm: () => import('./alarm-page.tsx'),
  rules: () => import('./rules-page.tsx'),
  rule: () => import('./rule-page.tsx'),
  quarantine: () => import('./quarantine-page.tsx'),
});

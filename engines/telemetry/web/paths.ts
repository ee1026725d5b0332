/** Addresses of the engine's pages within the face. */

export const paths = {
  devices: '/telemetry/devices',
  device: (id: string) => `/telemetry/devices/${id}`,
  positions: '/telemetry/positions',
  alarms: '/telemetry/alarms',
  alarm: (id: string) => `/telemetry/alarms/${id}`,
  silences: '/telemetry/silences',
  newSilence: '/registers/telemetry.silence/new',
  rules: '/telemetry/rules',
  /** The flow engine's page of any case. */
  case: (type: string, id: string) => `/flow/cases/${type}/${id}`,
  rule: (id: string) => `/telemetry/rules/${id}`,
} as const;

/** Who may do what with devices, models, rules, alarms and the quarantine. */

export const permissions = {
  'read-models': '查看物模型',
  'keep-models': '维护物模型',
  'read-devices': '查看设备和读数',
  'keep-devices': '登记和维护设备',
  'operate-devices': '启停设备、换密钥、下发指令',
  'keep-uplinks': '维护 809 上级链路',
  'read-rules': '查看告警规则',
  'keep-rules': '维护告警规则',
  'read-alarms': '查看告警',
  'handle-alarms': '处置告警、设定静默',
  'read-quarantine': '查看和重放隔离数据',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  operator: {
    title: '感知运维员',
    allow: [
      'read-models',
      'read-devices',
      'keep-devices',
      'operate-devices',
      'keep-uplinks',
      'read-rules',
      'read-alarms',
      'handle-alarms',
      'read-quarantine',
    ],
    reach: 'area',
  },
  keeper: {
    title: '感知规则管理员',
    allow: ['read-models', 'keep-models', 'read-devices', 'read-rules', 'keep-rules', 'read-alarms'],
    reach: 'all',
  },
  viewer: {
    title: '感知查看员',
    allow: ['read-models', 'read-devices', 'read-rules', 'read-alarms'],
    reach: 'area',
  },
} as const;

/** Firmware and its upgrades in words. */

export const upgradeStates = { running: '进行中', stopped: '已停止', done: '已结束' } as const;
export const stateTones = { running: 'blue', stopped: 'red', done: 'green' } as const;

export const resultStates = {
  waiting: '未下发',
  sent: '已下发',
  done: '成功',
  failed: '失败',
  cancelled: '已取消',
} as const;
export const resultTones = {
  waiting: 'grey',
  sent: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'grey',
} as const;

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const [value, unit] = bytes < 1_048_576 ? [bytes / 1024, 'KB'] : [bytes / 1_048_576, 'MB'];
  return `${value.toFixed(1)} ${unit}`;
}

/** Every failure of the access engine: its code and its sentence. */
import {
  conflict,
  defineErrors,
  forbidden,
  invalid,
  tooLarge,
  tooMany,
  unauthenticated,
  unavailable,
} from '../../kernel/errors.ts';

export const accessErrors = defineErrors('access', {
  wrongPassword: unauthenticated('账号或密码错误'),
  locked: tooMany('连续登录失败次数过多，账号已锁定，请 {minutes} 分钟后再试'),
  weakPassword: invalid('密码不符合要求：{reason}'),
  oldPasswordWrong: invalid('原密码错误'),
  passwordReused: invalid('不能使用最近 {count} 次用过的密码'),
  accountTaken: conflict('该账号已被使用'),
  mustChangePassword: forbidden('首次登录或密码到期，请先修改密码'),
  rolesConflict: conflict('系统管理员、安全管理员、审计管理员不能由同一人担任，也不能兼任业务岗位'),
  ownGrant: forbidden('不能给自己授权'),
  unknownRole: invalid('没有该角色：{role}'),
  unknownDepartment: invalid('没有该单位：{department}'),
  unknownArea: invalid('没有该区划：{area}'),
  builtIn: conflict('系统内置角色的权限由系统声明，不能修改'),
  auditStopped: unavailable('审计记录封存已停止，为保证可追溯暂停写入，请联系系统管理员'),
  auditUnsealed: conflict('该记录尚未封存，请稍候再试'),
  auditAnchored: conflict('该记录封存于存证日志启用之前，没有单独的凭证，请用“校验审计”核对'),
  auditExportLarge: tooLarge('符合条件的记录超过 {most} 条，请缩小范围后再导出'),
});

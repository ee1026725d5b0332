/** Tells of what the access engine says happened: alarms to those who watch over access, and a sign-up with a number that has an owner to that owner. */
import type { Subscription } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import type { Work } from '../../store/index.ts';
import type { MessageService } from '../service.ts';

interface Alarm {
  readonly kind: 'break-glass' | 'reset-administrator';
  readonly request: string;
  readonly subject: string;
  readonly step: 'requested' | 'approved' | 'refused';
}

const kinds = { 'break-glass': '应急授权', 'reset-administrator': '重置管理员密码' } as const;
const steps = { requested: '已申请，待另一人批准', approved: '已批准', refused: '未批准' } as const;

export function accessNotices(
  messages: MessageService,
  access: AccessService,
): Readonly<Record<string, Subscription>> {
  return {
    accessAlarms: {
      on: 'access.alarm',
      async run({ payload }, work) {
        const { kind, request, subject, step } = payload as Alarm;
        const name = (await access.namesOf([subject])).get(subject) ?? '—';
        await messages.send(work as Work, {
          to: { permission: 'access:watch-alarms' },
          kind: 'supervise',
          title: `权限告警：${kinds[kind]}${steps[step]}`,
          body: `当事人：${name}。请在“权限监督”核对是否属实。`,
          link: '/access/oversight',
          once: `access.alarm:${request}:${step}`,
        });
      },
    },
    accessSignUps: {
      on: 'access.signedUp',
      async run({ payload }, work) {
        const { subject, taken } = payload as { readonly subject: string; readonly taken: boolean };
        if (!taken) return;
        await messages.send(work as Work, {
          to: [subject],
          kind: 'notice',
          title: '有人用您的手机号注册',
          body: '您的账号没有变化。如果是您本人，请用原来的密码登录；如果不是，请不要把密码和验证码告诉任何人。',
          once: 'access.signedUp',
        });
      },
    },
  };
}

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

interface AgencyChange {
  readonly agency: string;
  readonly kind: 'family' | 'enterprise';
  readonly step: 'asked' | 'agreed' | 'refused' | 'ended';
  /** Whom it is news to. */
  readonly tell: string;
}

const agencyTitles = {
  family: {
    asked: '家人申请为您代办，请答复',
    agreed: '家人代办已生效',
    refused: '家人没有同意代办',
    ended: '家人代办已结束',
  },
  enterprise: {
    asked: '企业请您经办',
    agreed: '您已成为企业经办人',
    refused: '企业授权没有办成',
    ended: '企业经办授权已结束',
  },
} as const;

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
    accessDoubts: {
      on: 'access.doubted',
      async run({ payload }, work) {
        const { look, department } = payload as { readonly look: string; readonly department: string | null };
        if (department === null) return;
        await messages.send(work as Work, {
          to: { permission: 'access:answer-looks', department },
          kind: 'supervise',
          title: '本单位有一次个人信息查询被评为存疑',
          body: '请核实查询人、查询目的和依据，在“存疑查询答复”中说明情况。',
          link: '/access/doubts',
          once: `access.doubted:${look}`,
        });
      },
    },
    accessAgencies: {
      on: 'access.agency',
      async run({ payload }, work) {
        const { agency, kind, step, tell } = payload as AgencyChange;
        await messages.send(work as Work, {
          to: [tell],
          kind: step === 'asked' ? 'to-do' : 'notice',
          title: agencyTitles[kind][step],
          body: '代办的事项和期限请到“我的”中查看，随时可以结束。',
          link: kind === 'family' ? '/access/family' : '/access/enterprises',
          once: `access.agency:${agency}:${step}`,
        });
      },
    },
    accessIdentities: {
      on: 'access.identity',
      async run({ actor, payload }, work) {
        const { subject, level } = payload as { readonly subject: string; readonly level: string };
        // What he did himself he knows.
        if (actor === subject) return;
        await messages.send(work as Work, {
          to: [subject],
          kind: 'result',
          title: `窗口已核验您的身份，实名等级为 ${level}`,
          body: '如果不是您本人办理，请立即联系政务服务窗口。',
          link: '/access/identity',
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

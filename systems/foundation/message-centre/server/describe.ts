/** Words for people: what a ladder's steps and an audience are called. */
import { findDivision } from '../../../../city/divisions.ts';
import { access } from '../../../../engines/access/service.ts';
import type { Audience, Reach } from '../../../../engines/messages/service.ts';
import type { MessageTemplate } from '../../../../kernel/message.ts';
import type { AnyContract, RoleSpec } from '../../../../kernel/contract.ts';
import type { Services } from '../../../../kernel/system.ts';
import { formatTimeLimit } from '../../../../kernel/working-time.ts';
import { channelTitles } from '../data/words.ts';

const kinds = { official: '工作人员', citizen: '市民' } as const;

export function ladderWords(template: Pick<MessageTemplate, 'ladder'>): readonly string[] {
  return (template.ladder ?? []).map((step) => {
    const ways = step.channels.map((channel) => channelTitles[channel] ?? channel).join('、');
    const who = step.to === 'superiors' ? '上报督办人' : '再提醒本人';
    return `${formatTimeLimit(step.after)}无人查看：${who}${ways === '' ? '' : `（${ways}）`}`;
  });
}

function roleTitle(contracts: readonly AnyContract[], role: string): string {
  const [system = '', name = ''] = role.split(':');
  const contract = contracts.find(({ id }) => id === system);
  const roles = (contract?.roles ?? {}) as Readonly<Record<string, RoleSpec>>;
  return roles[name]?.title ?? role;
}

export function audienceWords(services: Services, audience: Audience): string {
  const guard = services.use(access);
  const parts = [
    audience.area === undefined ? '全市' : (findDivision(audience.area)?.name ?? audience.area),
    ...(audience.department === undefined
      ? []
      : [`${guard.findDepartment(audience.department)?.shortName ?? audience.department}及下属单位`]),
    ...(audience.role === undefined ? [] : [roleTitle(guard.contracts, audience.role)]),
    audience.kinds.map((kind) => kinds[kind]).join('和'),
  ];
  return parts.join(' · ');
}

export function reachWithTitles(reach: Reach) {
  return {
    people: reach.people,
    refused: reach.refused,
    channels: [...reach.channels],
    areas: reach.areas.map(({ area, people }) => ({
      area,
      people,
      title: area === '' ? '未填写区划' : (findDivision(area)?.name ?? area),
    })),
  };
}

/** The light of a task as a word with its colour, and the rule that lit it. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type contract from '../../contract.ts';

export type Light = NonNullable<OutputOf<typeof contract.routes.progress>['light']>;

export const lightWords = { red: '红灯', yellow: '黄灯', green: '绿灯' } as const;

export function LightTag(props: { readonly light: Light | null }): ReactNode {
  const { light } = props;
  if (light === null) return <StatusTag tone="grey">已结束</StatusTag>;
  return <StatusTag tone={light.light}>{lightWords[light.light]}</StatusTag>;
}

/** Why this light: the words of the rule, its condition, and the figures that it looked at. */
export function LightReason(props: { readonly light: Light }): ReactNode {
  const { light } = props;
  const { 剩余工作日, 进度, 应达进度, 滞后, 欠报期数 } = light.figures;
  return (
    <div className="supervise-light">
      <p>
        <LightTag light={light} /> <b>{light.title}</b>
      </p>
      {light.when !== '' && (
        <p className="city-muted">
          规则：<code>{light.when}</code>
        </p>
      )}
      <p className="city-muted">
        剩余 {剩余工作日} 个工作日，进度 {进度}%，应达 {应达进度}%，滞后 {滞后} 个百分点，欠报 {欠报期数} 期
      </p>
    </div>
  );
}

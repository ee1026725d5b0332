/** One entity: what it is, what it measures with its last day, its open alarms and cases, and what it stands in relation to. */
import { type ReactNode, useState } from 'react';
import { deviceStates, levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { recordLink } from '../../../../../engines/maps/web/record-link.ts';
import { levelTones } from '../../../../../engines/telemetry/web/alarm/alarm-words.ts';
import { useLiveValues } from '../../../../../engines/telemetry/web/device/use-live-values.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useLive } from '../../../../../ui/live.ts';
import { useSession } from '../../../../../ui/session.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Relation, TwinEntity } from '../../routes/twin-routes.ts';
import { DayCurve } from './day-curve.tsx';
import { DeskLink } from '../../../../../engines/maps/web/desk-link.tsx';
import { stateTones } from './state-words.ts';
import type { Chosen, TwinState } from './use-twin-state.ts';
import { ValueList } from './value-list.tsx';

const every = 15_000;
const fiveMinutes = 300_000;

interface CardProps {
  readonly chosen: Chosen;
  readonly at: string | undefined;
  readonly state: TwinState;
}

export function EntityCard({ chosen, at, state }: CardProps): ReactNode {
  const asked = useCall(
    contract.routes.twinEntity,
    { ...chosen, ...(at === undefined ? {} : { at }) },
    { keep: true, ...(at === undefined ? { every } : { fresh: fiveMinutes }) },
  );
  useLive('telemetry:read-alarms', () => {
    if (at === undefined) void asked.refetch();
  });
  return (
    <article className="twin-card" aria-label="实体">
      <button type="button" className="twin-card-back" onClick={() => state.choose(undefined)}>
        返回清单
      </button>
      <Shown of={asked} rows={8}>
        {(entity) => <Opened entity={entity} at={at} state={state} />}
      </Shown>
    </article>
  );
}

function Opened(props: {
  readonly entity: TwinEntity;
  readonly at: string | undefined;
  readonly state: TwinState;
}): ReactNode {
  const { entity, at, state } = props;
  const [property, setProperty] = useState(entity.curve);
  const drawn = entity.values.find((value) => value.property === property);
  return (
    <>
      <p className="twin-card-head">
        <StatusTag tone={stateTones[entity.state]}>{deviceStates[entity.state]}</StatusTag>
        {entity.online !== null && entity.state !== 'offline' && entity.state !== 'normal' && (
          <StatusTag tone={entity.online ? 'green' : 'grey'}>{entity.online ? '在线' : '离线'}</StatusTag>
        )}
        <span>{entity.model}</span>
      </p>
      <h3>{entity.name}</h3>
      <p className="twin-card-facts">
        {[...new Set([entity.areaName, entity.place])]
          .filter((part) => part !== null && part !== '')
          .join(' · ')}
        <code title="NGSI-LD 实体标识">{entity.uri}</code>
      </p>
      {entity.alarms.length > 0 && <Alarms alarms={entity.alarms} />}
      {entity.kind === 'device' && at === undefined ? (
        <LiveValueList entity={entity} chosen={property} onChoose={setProperty} />
      ) : (
        <ValueList
          values={entity.values}
          chosen={property}
          {...(entity.kind === 'device' ? { onChoose: setProperty } : {})}
        />
      )}
      {entity.kind === 'device' && drawn !== undefined && (
        <DayCurve key={drawn.property} device={entity.id} value={drawn} at={at} />
      )}
      <Relations entity={entity} state={state} />
      {entity.kind === 'device' && (
        <p className="twin-card-way">
          <DeskLink to={`/telemetry/devices/${entity.id}`}>打开设备：全部读数和指令</DeskLink>
        </p>
      )}
    </>
  );
}

function LiveValueList(props: {
  readonly entity: TwinEntity;
  readonly chosen: string | null;
  readonly onChoose: (property: string) => void;
}): ReactNode {
  const { entity, chosen, onChoose } = props;
  const known = entity.values.flatMap(({ property, at, value, words, quality }) =>
    at === null || quality === null ? [] : [{ property, at, value, words, quality }],
  );
  const { values } = useLiveValues(entity.id, known);
  const fresh = entity.values.map((value) => ({ ...value, ...values.get(value.property) }));
  return <ValueList values={fresh} chosen={chosen} onChoose={onChoose} />;
}

function Alarms({ alarms }: { readonly alarms: TwinEntity['alarms'] }): ReactNode {
  return (
    <ul className="twin-card-alarms" aria-label="未恢复的告警">
      {alarms.map((alarm) => (
        <li key={alarm.id}>
          <StatusTag tone={levelTones[alarm.level as keyof typeof levelTones] ?? 'grey'}>
            {levelTitles[alarm.level as keyof typeof levelTitles] ?? alarm.level}
          </StatusTag>
          <DeskLink to={`/telemetry/alarms/${alarm.id}`}>{alarm.title}</DeskLink>
          <time>{momentText(alarm.raisedAt).slice(5)}</time>
          {alarm.case !== null && (
            <DeskLink to={`/flow/cases/${alarm.case.type}/${alarm.case.id}`}>查看案件</DeskLink>
          )}
        </li>
      ))}
    </ul>
  );
}

function Relations({ entity, state }: { readonly entity: TwinEntity; readonly state: TwinState }): ReactNode {
  const { relations, near } = entity;
  if (relations.length === 0 && near.length === 0) return null;
  return (
    <section className="twin-relations" aria-label="关系">
      <h4>关系和邻近</h4>
      <dl>
        {relations.map((relation, index) => (
          // Two relations may bear the same words.
          <div key={`${index} ${relation.title}`}>
            <dt>{relation.title}</dt>
            <dd>
              <Related relation={relation} state={state} />
            </dd>
          </div>
        ))}
        {near.map(({ id, name, metres }) => (
          <div key={id}>
            <dt>{metres < 1000 ? `${metres} m` : `${(metres / 1000).toFixed(1)} km`}</dt>
            <dd>
              <button type="button" onClick={() => state.choose({ kind: 'device', id })}>
                {name}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Related({ relation, state }: { readonly relation: Relation; readonly state: TwinState }): ReactNode {
  const { pages } = useSession();
  const { name, entity, row } = relation;
  const link = row === null ? undefined : recordLink(pages, row.register, row.id);
  return (
    <>
      {entity === null ? (
        <span>{name}</span>
      ) : (
        <button type="button" onClick={() => state.choose(entity)}>
          {name}
        </button>
      )}
      {link && <DeskLink to={link.to}>台账</DeskLink>}
    </>
  );
}

/** One household on the phone: conflicts and doubts first, then what is to do, then the whole card; one tap when nothing has changed. */
import { type ReactNode, useState } from 'react';
import { PhoneButton, PhoneCard, PhonePage, PhoneRow, PhoneRows } from '../../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import {
  type EditedPlace,
  type Field,
  headOf,
  isLiving,
  keyOf,
  nameOf,
  rowOf,
  type ShownRow,
  sourceText,
  valueText,
} from './card-text.ts';
import { EditForm } from './edit-form.tsx';
import { EventForm } from './event-form.tsx';
import { type CardProps, type SendProps, withBase } from './send-props.ts';
import type { HeldVillage, Village, Visit } from './use-village.ts';

type Doing =
  | { readonly what: 'look' }
  | { readonly what: 'event' }
  | { readonly what: 'edit'; readonly places: readonly EditedPlace[] };

export function HouseholdView(
  props: CardProps & { readonly held: HeldVillage; readonly onClose: () => void },
): ReactNode {
  const { card, village, held, onClose } = props;
  const [doing, setDoing] = useState<Doing>({ what: 'look' });
  const [sending, setSending] = useState(false);
  const look = () => setDoing({ what: 'look' });
  async function send(visit: Visit): Promise<void> {
    setSending(true);
    await held
      .submit(visit)
      .then(look)
      .catch((problem: unknown) => tell('error', problem instanceof Error ? problem.message : '没有保存'))
      .finally(() => setSending(false));
  }
  const title = `${headOf(card)} 户`;
  const given = { card, village, title, sending, onSend: send, onBack: look };
  return (
    <PhonePage
      title={title}
      end={
        <button type="button" className="city-link" onClick={doing.what === 'look' ? onClose : look}>
          {doing.what === 'look' ? '回到列表' : '取消'}
        </button>
      }
    >
      {doing.what === 'edit' && <EditForm {...given} places={doing.places} />}
      {doing.what === 'event' && <EventForm {...given} />}
      {doing.what === 'look' && (
        <>
          <Conflicts card={card} village={village} online={held.online} />
          <ToDo {...given} onEdit={(places) => setDoing({ what: 'edit', places })} />
          <PhoneButton plain onClick={() => setDoing({ what: 'event' })}>
            家里有事：出生、婚迁、外出、去世、分户…
          </PhoneButton>
          <Whole
            card={card}
            village={village}
            onEdit={(place) => setDoing({ what: 'edit', places: [place] })}
          />
        </>
      )}
    </PhonePage>
  );
}

function fieldOf(village: Village, key: string): Field | undefined {
  return village.fields.find((field) => field.key === key);
}

function Conflicts(props: CardProps & { readonly online: boolean }): ReactNode {
  const { card, village, online } = props;
  const settle = useAct(contract.routes.settle, { onDone: () => tell('success', '已处理') });
  return card.conflicts.map((clash) => {
    const field = fieldOf(village, clash.field);
    return (
      <PhoneCard key={clash.id} title={`冲突：${nameOf(card, clash)} ${field?.title ?? clash.field}`}>
        <p className="phone-hint">离线期间这一项被别人改过，请核对后选一个，另一个留在记录里。</p>
        <dl className="village-clash">
          <div>
            <dt>离线填写的</dt>
            <dd>{valueText(village, field, clash.mine)}</dd>
            <dd className="phone-hint">
              {clash.mineBy} {clash.mineAt.slice(0, 10)}
            </dd>
          </div>
          <div>
            <dt>现在户卡上的</dt>
            <dd>{valueText(village, field, clash.theirs)}</dd>
            <dd className="phone-hint">
              {clash.theirsBy} {clash.theirsAt.slice(0, 10)}
            </dd>
          </div>
        </dl>
        <div className="village-pair">
          <PhoneButton
            disabled={!online || settle.acting}
            onClick={() => void settle.act({ id: clash.id, choice: 'mine' })}
          >
            用离线填写的
          </PhoneButton>
          <PhoneButton
            plain
            disabled={!online || settle.acting}
            onClick={() => void settle.act({ id: clash.id, choice: 'theirs' })}
          >
            保留户卡上的
          </PhoneButton>
        </div>
        {!online && <p className="phone-hint">冲突要联网后处理</p>}
      </PhoneCard>
    );
  });
}

/** Changed, missing, too old: nothing else is asked. */
function ToDo(props: SendProps & { readonly onEdit: (places: readonly EditedPlace[]) => void }): ReactNode {
  const { card, village, title, sending, onSend, onEdit } = props;
  const doubts = card.doubts.filter((doubt) => !card.wanted.some((one) => keyOf(one) === keyOf(doubt)));
  const plain = ({ of, member, field }: EditedPlace): EditedPlace => ({ of, member, field });
  const stale = [...card.wanted.filter(({ state }) => state === 'stale').map(plain), ...doubts.map(plain)];
  const missing = card.wanted.filter(({ state }) => state === 'missing').map(plain);
  // With nothing asked, he may still say that all is as it was.
  const all = village.fields
    .filter(({ way }) => way === 'collect')
    .flatMap((field) =>
      (field.of === 'household' ? [card.household] : card.members.filter(({ values }) => isLiving(values)))
        .filter((row) => field.key in row.origins && !row.masked.includes(field.key))
        .map(
          (row): EditedPlace => ({
            of: field.of,
            member: field.of === 'member' ? row.id : null,
            field: field.key,
          }),
        ),
    );
  const nothing = stale.length + missing.length === 0;
  const confirms = nothing ? all : stale;
  const confirm = () =>
    onSend({
      title: `${title}：无变化`,
      body: {
        household: card.household.id,
        at: new Date().toISOString(),
        confirms: confirms.map((place) => withBase(card, place)),
      },
    });
  return (
    <PhoneCard title={nothing ? '没有要采集的' : `要采集 ${stale.length + missing.length} 项`}>
      <PhoneRows>
        {[...card.wanted, ...doubts].map((place) => {
          const row = rowOf(card, place);
          const doubt = card.doubts.find((one) => keyOf(one) === keyOf(place));
          const field = fieldOf(village, place.field);
          return (
            <PhoneRow
              key={keyOf(place)}
              title={`${nameOf(card, place)} · ${field?.title ?? place.field}`}
              note={
                doubt
                  ? `${doubt.by}有疑义：${doubt.reason}`
                  : row &&
                    `${valueText(village, field, row.values[place.field])}${sourceOf(row, place.field)}`
              }
              end={<StateTag place={place} doubted={doubt !== undefined} />}
              onClick={() => onEdit([plain(place)])}
            />
          );
        })}
      </PhoneRows>
      <div className="village-acts">
        {confirms.length > 0 && (
          <PhoneButton disabled={sending} onClick={() => void confirm()}>
            无变化，确认 {confirms.length} 项
          </PhoneButton>
        )}
        {missing.length > 0 && (
          <PhoneButton plain disabled={sending} onClick={() => onEdit(missing)}>
            补填缺的 {missing.length} 项
          </PhoneButton>
        )}
      </div>
    </PhoneCard>
  );
}

function StateTag(props: { readonly place: object; readonly doubted: boolean }): ReactNode {
  if (props.doubted) return <StatusTag tone="red">疑义</StatusTag>;
  const missing = 'state' in props.place && props.place.state === 'missing';
  return missing ? <StatusTag tone="blue">缺</StatusTag> : <StatusTag tone="yellow">过期</StatusTag>;
}

function sourceOf(row: ShownRow, field: string): string {
  const text = sourceText(row, field);
  return text === undefined ? '' : `　${text}`;
}

function Whole(props: CardProps & { readonly onEdit: (place: EditedPlace) => void }): ReactNode {
  const { card, village, onEdit } = props;
  return (
    <>
      <Rows {...props} title="本户" row={card.household} of="household" onEdit={onEdit} />
      {card.members.map((row) => (
        <Rows
          key={row.id}
          {...props}
          title={`${row.values['name'] ?? ''}　${valueText(village, fieldOf(village, 'relation'), row.values['relation'])}`}
          row={row}
          of="member"
          onEdit={onEdit}
        />
      ))}
    </>
  );
}

function Rows(
  props: CardProps & {
    readonly title: string;
    readonly row: ShownRow;
    readonly of: 'household' | 'member';
    readonly onEdit: (place: EditedPlace) => void;
  },
): ReactNode {
  const { village, row, of, title, onEdit } = props;
  const living = isLiving(row.values) || of === 'household';
  const fields = village.fields.filter(
    (field) => field.of === of && (field.when === null || row.values[field.when] === true),
  );
  return (
    <PhoneCard>
      <details>
        <summary className="village-summary">
          {title}
          {!living && (
            <StatusTag tone="grey">
              {valueText(village, fieldOf(village, 'standing'), row.values['standing'])}
            </StatusTag>
          )}
        </summary>
        <PhoneRows>
          {fields.map((field) => {
            const place = { of, member: of === 'member' ? row.id : null, field: field.key };
            const may = living && field.way === 'collect' && !row.masked.includes(field.key);
            const source = sourceText(row, field.key);
            return (
              <PhoneRow
                key={field.key}
                title={`${field.title}：${valueText(village, field, row.values[field.key])}`}
                note={[source, field.way === 'push' ? `由${field.ownerName}维护` : undefined]
                  .filter((each) => each !== undefined)
                  .join(' · ')}
                {...(may ? { onClick: () => onEdit(place) } : {})}
              />
            );
          })}
        </PhoneRows>
      </details>
    </PhoneCard>
  );
}

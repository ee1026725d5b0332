/** 生活事件: what happened, to whom, what must be told; the declared rule does the rest. */
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../../kernel/ids.ts';
import { PhoneButton, PhoneCard, PhoneField, PhoneSelect } from '../../../../../ui/phone/phone.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { headOf, isLiving } from './card-text.ts';
import { ConsentField, isSigned, type Signed } from './consent-field.tsx';
import type { SendProps } from './send-props.ts';
import { readText, textOf, valueInput } from './value-input.tsx';

export function EventForm(props: SendProps): ReactNode {
  const { card, village, title, sending, onSend } = props;
  const [code, setCode] = useState('');
  const [members, setMembers] = useState<readonly string[]>([]);
  const [head, setHead] = useState('');
  const [target, setTarget] = useState('');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [signed, setSigned] = useState<Signed>({ signer: '', strokes: [] });
  const [said, setSaid] = useState<string | undefined>(undefined);
  const event = village.events.find((each) => each.code === code);
  const living = card.members.filter(({ values }) => isLiving(values));
  const staying = living.filter(({ id }) => !members.includes(id));
  const headGoes =
    event?.succeeds === true &&
    staying.length > 0 &&
    living.some(({ id, values }) => members.includes(id) && values['relation'] === '02');
  const fieldOf = (key: string) => village.fields.find((field) => field.key === key);
  const needsConsent =
    event?.asks.some(({ field }) => fieldOf(field)?.consent === true && (texts[field] ?? '') !== '') === true;
  const lookUp = useAct(contract.routes.person, {
    onDone: ({ found, values }) => {
      if (!found) return tell('info', '人口基础库没有本县这个人，请手工填写');
      setTexts({
        ...texts,
        ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textOf(value)])),
      });
      tell('success', '已从人口基础库带出，请核对');
    },
  });

  async function save(): Promise<void> {
    if (event === undefined) return setSaid('请选择发生了什么');
    const lacks = event.asks.find(({ field, required }) => required && (texts[field] ?? '').trim() === '');
    if (lacks !== undefined) return setSaid(`请填写${lacks.title}`);
    if (event.on !== 'household' && members.length === 0) return setSaid('请选择成员');
    if (headGoes && head === '') return setSaid('户主变动，请选择新户主');
    if (event.merges && target === '') return setSaid('请选择并入的户');
    if (needsConsent && !isSigned(signed)) return setSaid('填了身份号码，请户主或本人签字');
    setSaid(undefined);
    const given = Object.fromEntries(
      event.asks.flatMap(({ field }) => {
        const known = fieldOf(field);
        const value = known === undefined ? null : readText(known, texts[field] ?? '');
        return value === null || value === undefined ? [] : [[field, value]];
      }),
    );
    await onSend({
      title: `${title}：${event.title}`,
      body: {
        household: card.household.id,
        at: new Date().toISOString(),
        event: {
          code,
          members,
          given,
          head: headGoes ? head : null,
          target: event.merges ? target : null,
          newMember: newId(),
          newHousehold: newId(),
        },
        ...(needsConsent ? { consent: signed } : {}),
      },
    });
  }

  return (
    <PhoneCard title="家里有事">
      <PhoneField label="发生了什么" required>
        <PhoneSelect
          value={code}
          options={village.events.map((each) => ({ value: each.code, label: each.title }))}
          onChange={(chosen) => {
            setCode(chosen);
            setMembers([]);
            setTexts({});
          }}
        />
      </PhoneField>
      {event && event.on !== 'household' && (
        <div className="village-people" role="group" aria-label="哪位成员">
          {living.map(({ id, values }) => (
            <label key={id}>
              <input
                type={event.on === 'members' ? 'checkbox' : 'radio'}
                name="member"
                checked={members.includes(id)}
                onChange={(change) => {
                  if (event.on === 'member') setMembers([id]);
                  else
                    setMembers(
                      change.target.checked ? [...members, id] : members.filter((each) => each !== id),
                    );
                }}
              />
              {String(values['name'] ?? '')}
            </label>
          ))}
        </div>
      )}
      {event?.asks.map(({ field: key, title: label, required }) => {
        const field = fieldOf(key);
        if (field === undefined) return null;
        return (
          <PhoneField key={key} label={label} required={required}>
            {valueInput(village, field, texts[key] ?? '', (text) => setTexts({ ...texts, [key]: text }))}
          </PhoneField>
        );
      })}
      {event?.asks.some(({ field }) => field === 'idCard') === true && (
        <PhoneButton
          plain
          disabled={lookUp.acting || (texts['idCard'] ?? '').length < 15}
          onClick={() => void lookUp.act({ household: card.household.id, idCard: texts['idCard'] ?? '' })}
        >
          按身份号码从人口基础库带出
        </PhoneButton>
      )}
      {headGoes && (
        <PhoneField label="新户主" required>
          <PhoneSelect
            value={head}
            options={staying.map(({ id, values }) => ({ value: id, label: String(values['name'] ?? '') }))}
            onChange={setHead}
          />
        </PhoneField>
      )}
      {event?.merges === true && (
        <PhoneField label="并入哪一户" required>
          <PhoneSelect
            value={target}
            options={village.cards
              .filter(({ household }) => household.id !== card.household.id)
              .map((each) => ({
                value: each.household.id,
                label: `${headOf(each)} 户 ${String(each.household.values['number']).slice(12)} 号`,
              }))}
            onChange={setTarget}
          />
        </PhoneField>
      )}
      {needsConsent && <ConsentField value={signed} onChange={setSigned} />}
      {said && (
        <p className="phone-error" role="alert">
          {said}
        </p>
      )}
      <PhoneButton disabled={sending || event === undefined} onClick={() => void save()}>
        {sending ? '正在保存…' : '保存'}
      </PhoneButton>
    </PhoneCard>
  );
}

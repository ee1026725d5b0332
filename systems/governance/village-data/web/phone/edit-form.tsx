/** Some places of a card to write, with the signature where one is needed and photos of documents where the cadre wants them. */
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../../kernel/ids.ts';
import type { DraftFile } from '../../../../../ui/draft.ts';
import { PhoneButton, PhoneCard, PhoneField } from '../../../../../ui/phone/phone.tsx';
import { PhonePhotos } from '../../../../../ui/phone/phone-photos.tsx';
import { type EditedPlace, keyOf, nameOf, rowOf, sourceText } from './card-text.ts';
import { ConsentField, isSigned, type Signed } from './consent-field.tsx';
import { type SendProps, withBase } from './send-props.ts';
import { readText, textOf, valueInput } from './value-input.tsx';

const mostPhotos = 3;
const megabyte = 1024 * 1024;

export function EditForm(props: SendProps & { readonly places: readonly EditedPlace[] }): ReactNode {
  const { card, village, title, sending, onSend, places } = props;
  const fieldOf = (key: string) => village.fields.find((field) => field.key === key);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      places.map((place) => [keyOf(place), textOf(rowOf(card, place)?.values[place.field])]),
    ),
  );
  const [signed, setSigned] = useState<Signed>({ signer: '', strokes: [] });
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const [said, setSaid] = useState<string | undefined>(undefined);
  const needsConsent = places.some((place) => fieldOf(place.field)?.consent === true);
  const before = (place: EditedPlace) => textOf(rowOf(card, place)?.values[place.field]);

  async function save(): Promise<void> {
    const changed = places.filter((place) => texts[keyOf(place)]?.trim() !== before(place));
    const edits = changed.map((place) => {
      const field = fieldOf(place.field);
      return {
        ...withBase(card, place),
        value: field === undefined ? undefined : readText(field, texts[keyOf(place)] ?? ''),
      };
    });
    const wrong = edits.find(({ value }) => value === undefined);
    if (wrong !== undefined) return setSaid(`“${fieldOf(wrong.field)?.title ?? ''}”应为数字`);
    if (edits.length === 0) return setSaid('没有改动；没有变化的请用“无变化，确认”');
    if (needsConsent && !isSigned(signed)) return setSaid('请户主或本人签字');
    setSaid(undefined);
    await onSend({
      title: `${title}：${edits.length} 项`,
      body: {
        household: card.household.id,
        at: new Date().toISOString(),
        edits,
        ...(needsConsent ? { consent: signed } : {}),
      },
      files,
    });
  }

  function addFiles(given: readonly File[]): void {
    const large = given.some(({ size }) => size > village.photoMegabytes * megabyte);
    setSaid(large ? `照片不能超过 ${village.photoMegabytes} MB` : undefined);
    const kept = given.filter(({ size }) => size <= village.photoMegabytes * megabyte);
    setFiles([...files, ...kept.map((file) => ({ key: newId(), name: file.name, blob: file }))]);
  }

  return (
    <PhoneCard title="填写">
      {places.map((place) => {
        const field = fieldOf(place.field);
        const row = rowOf(card, place);
        if (field === undefined || row === undefined) return null;
        const key = keyOf(place);
        const source = sourceText(row, place.field);
        return (
          <PhoneField
            key={key}
            label={`${nameOf(card, place)} · ${field.title}${field.unit ? `（${field.unit}）` : ''}`}
            {...(source ? { hint: source } : {})}
          >
            {valueInput(village, field, texts[key] ?? '', (text) => setTexts({ ...texts, [key]: text }))}
          </PhoneField>
        );
      })}
      {needsConsent && <ConsentField value={signed} onChange={setSigned} />}
      <PhoneField label={`证件照片（选填，最多 ${mostPhotos} 张）`}>
        <Photos
          files={files}
          onAdd={addFiles}
          onRemove={(key) => setFiles(files.filter((file) => file.key !== key))}
        />
      </PhoneField>
      {said && (
        <p className="phone-error" role="alert">
          {said}
        </p>
      )}
      <PhoneButton disabled={sending} onClick={() => void save()}>
        {sending ? '正在保存…' : '保存'}
      </PhoneButton>
    </PhoneCard>
  );
}

function Photos(props: {
  readonly id?: string;
  readonly files: readonly DraftFile[];
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (key: string) => void;
}): ReactNode {
  const { files, onAdd, onRemove } = props;
  return <PhonePhotos files={files} onAdd={onAdd} onRemove={onRemove} most={mostPhotos} label="证件照片" />;
}

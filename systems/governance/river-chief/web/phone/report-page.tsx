/** 上报问题: kind, words, place and photos from the river, kept on the phone until it is sent. */
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Point } from '../../../../../kernel/register.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { PhoneButton, PhoneCard, PhoneField, PhonePage, PhoneText } from '../../../../../ui/phone/phone.tsx';
import { PhonePhotos } from '../../../../../ui/phone/phone-photos.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import { useDraft } from '../../../../../ui/use-draft.ts';
import contract from '../../contract.ts';
import { KindField, PlaceField } from './problem-fields.tsx';
import '../river.css';

type Reach = OutputOf<typeof contract.routes.mine>['reaches'][number];

interface Values {
  readonly kind: string;
  readonly description: string;
  readonly position: Point | null;
}

const empty: Values = { kind: '', description: '', position: null };

export default function ReportPage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.mine, {}, { fresh: 3_600_000 });
  return (
    <PhonePage title="上报问题">
      <Shown of={reply} rows={8}>
        {(mine) => {
          const reach = mine.reaches.find((each) => each.id === id);
          return reach === undefined ? (
            <PhoneCard>
              <p>您不是这个河段的在任河长。</p>
            </PhoneCard>
          ) : (
            <Report reach={reach} />
          );
        }}
      </Shown>
    </PhonePage>
  );
}

function Report(props: { readonly reach: Reach }): ReactNode {
  const { reach } = props;
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const draft = useDraft<Values>({
    kind: 'river-chief.problem',
    path: contract.routes.reportProblem.path,
    start: empty,
    filesField: 'photos',
  });
  const { values, change } = draft;
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState(false);
  const missing = useMemo(
    () => ({
      kind: values.kind === '' ? '请选择问题类别' : undefined,
      description: values.description.trim().length < 5 ? '请至少写 5 个字' : undefined,
      position: values.position === null ? '请定位或在地图上点一下' : undefined,
      photos: draft.files.length === 0 ? '请至少拍一张照片' : undefined,
    }),
    [values, draft.files],
  );
  async function send(): Promise<void> {
    setAsked(true);
    if (Object.values(missing).some((each) => each !== undefined)) return;
    setSending(true);
    const patrol = query.get('patrol');
    const outcome = await draft.submit(`河湖问题：${values.description.trim().slice(0, 20)}`, {
      source: 'patrol',
      kind: values.kind,
      reach: reach.id,
      description: values.description.trim(),
      position: values.position,
      ...(patrol === null ? {} : { patrol }),
    });
    setSending(false);
    if (outcome === 'sent') tell('success', '已上报，河长办会交办');
    if (outcome === 'kept') tell('info', '没有网络，已存在手机里，联网后自动上报一次');
    if (outcome === 'sent' || outcome === 'kept')
      void navigate(patrol === null ? '/river-chief/mine' : `/river-chief/walk/${reach.id}`, {
        replace: true,
      });
  }
  if (!draft.ready) return null;
  const said = (name: keyof typeof missing) => (asked ? missing[name] : undefined);
  return (
    <>
      {draft.refusal && (
        <PhoneCard>
          <p className="phone-error" role="alert">
            没有提交成功：{draft.refusal}
          </p>
        </PhoneCard>
      )}
      <PhoneCard title="拍照片">
        <PhonePhotos files={draft.files} onAdd={draft.addFiles} onRemove={draft.removeFile} most={9} />
        {said('photos') && (
          <p className="phone-error" role="alert">
            {said('photos')}
          </p>
        )}
      </PhoneCard>
      <PhoneCard title="说问题">
        <KindField value={values.kind} error={said('kind')} onChange={(kind) => change({ kind })} />
        <PhoneField label="问题描述" required error={said('description')}>
          <PhoneText
            value={values.description}
            maxLength={1000}
            placeholder="例如：左岸滩地堆放建筑垃圾约两车"
            onChange={(description) => change({ description })}
          />
        </PhoneField>
      </PhoneCard>
      <PhoneCard title="选位置">
        <PlaceField
          line={reach.line}
          value={values.position}
          error={said('position')}
          onChange={(position) => change({ position })}
        />
      </PhoneCard>
      <PhoneButton disabled={sending} onClick={() => void send()}>
        {sending ? '正在上报…' : '上报'}
      </PhoneButton>
    </>
  );
}

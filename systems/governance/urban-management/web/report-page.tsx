/** 随手拍: a citizen reports a trouble with photos, words and place; kept in the phone and sent once, whatever the network does. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { PhonePhotos } from '../../../../ui/phone/phone-photos.tsx';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneText,
} from '../../../../ui/phone/phone.tsx';
import { type DraftForm, useDraft } from '../../../../ui/use-draft.ts';
import contract from '../contract.ts';
import { MatterPart } from './report/matter-part.tsx';
import { NearbyNote } from './report/nearby-note.tsx';
import { PlacePart } from './report/place-part.tsx';
import {
  emptyReport,
  findReportProblems,
  longestDescription,
  type ReportProblems,
  reportBody,
  type ReportValues,
} from './report/report-draft.ts';
import { SentPage } from './report/sent-page.tsx';
import { usePhotoProgress } from './report/use-photo-progress.ts';
import './report/report.css';

const mostPhotos = 9;

export default function ReportPage(): ReactNode {
  const draft = useDraft<ReportValues>({
    kind: 'urban-management.report',
    path: contract.routes.report.path,
    start: emptyReport,
    filesField: 'photos',
  });
  const [sent, setSent] = useState<{ id: string; outcome: 'sent' | 'kept' } | undefined>(undefined);
  if (sent) return <SentPage {...sent} onAgain={() => setSent(undefined)} />;
  return (
    <PhonePage title="随手拍" end={<Link to="/urban-management/reports">我的</Link>}>
      {draft.ready && <ReportForm draft={draft} onSent={(id, outcome) => setSent({ id, outcome })} />}
    </PhonePage>
  );
}

function ReportForm(props: {
  readonly draft: DraftForm<ReportValues>;
  readonly onSent: (id: string, outcome: 'sent' | 'kept') => void;
}): ReactNode {
  const { draft } = props;
  const { values, change } = draft;
  const [problems, setProblems] = useState<ReportProblems>({});
  const [sending, setSending] = useState(false);
  const stored = usePhotoProgress(draft.id, sending);
  function edit(part: Partial<ReportValues>): void {
    change(part);
    setProblems((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in part))));
  }
  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const found = findReportProblems(values, draft.files.length);
    setProblems(found);
    const [first] = Object.keys(found);
    if (first !== undefined)
      return document.getElementById(`report-${first}`)?.scrollIntoView({ block: 'center' });
    const { id } = draft;
    setSending(true);
    const outcome = await draft.submit(
      `随手拍：${values.description.trim().slice(0, 20)}`,
      reportBody(values),
    );
    setSending(false);
    if (outcome === 'sent' || outcome === 'kept') props.onSent(id, outcome);
    else scrollTo({ top: 0 });
  }
  return (
    <form className="report-form" onSubmit={(event) => void send(event)} noValidate>
      {draft.refusal && (
        <p className="report-refusal" role="alert">
          没有提交成功：{draft.refusal}
          {draft.problems.length > 0 && `（${draft.problems.map((one) => one.message).join('；')}）`}
        </p>
      )}
      <PhoneCard title="拍照片">
        <div id="report-photos">
          <PhonePhotos
            files={draft.files}
            onAdd={(files) => {
              draft.addFiles(files);
              setProblems(({ photos: _said, ...rest }) => rest);
            }}
            onRemove={draft.removeFile}
            most={mostPhotos}
          />
          <p
            className={problems.photos ? 'phone-error' : 'phone-hint'}
            role={problems.photos ? 'alert' : undefined}
          >
            {problems.photos ?? `近处、远处各拍一张更容易找到，最多 ${mostPhotos} 张`}
          </p>
        </div>
      </PhoneCard>
      <PhoneCard title="说问题">
        <div id="report-description">
          <PhoneField
            label="问题描述"
            required
            error={problems.description}
            hint={`已写 ${values.description.length} 字，最多 ${longestDescription} 字`}
          >
            <PhoneText
              value={values.description}
              maxLength={longestDescription}
              placeholder="例如：人行道上的井盖破了，老人容易踩空"
              onChange={(description) => edit({ description })}
            />
          </PhoneField>
        </div>
        <MatterPart text={values.description} value={values.matter} onChange={(matter) => edit({ matter })} />
      </PhoneCard>
      <PhoneCard title="选位置">
        <div id="report-position">
          <div id="report-address">
            <PlacePart values={values} problems={problems} change={edit} />
          </div>
        </div>
        <NearbyNote matter={values.matter} at={values.position} />
      </PhoneCard>
      <PhoneCard title="联系方式">
        <div id="report-phone">
          <PhoneField label="手机号（选填）" error={problems.phone} hint="只用于核实情况和回复您，不会公开">
            <PhoneInput
              type="tel"
              value={values.phone}
              maxLength={11}
              autoComplete="tel"
              onChange={(phone) => edit({ phone })}
            />
          </PhoneField>
        </div>
      </PhoneCard>
      <p className="report-privacy">
        您的照片、位置和手机号只用于办理本次上报，处理单位看不到您的姓名和完整手机号。请不要拍摄他人面部和证件。
      </p>
      <PhoneButton submit disabled={sending}>
        {sending ? sendingText(stored, draft.files.length) : '提交'}
      </PhoneButton>
      {sending && (
        <progress className="report-progress" max={Math.max(draft.files.length, 1)} value={stored ?? 0} />
      )}
    </form>
  );
}

function sendingText(stored: number | undefined, all: number): string {
  return stored === undefined || stored >= all ? '正在提交…' : `正在上传照片 ${stored + 1}/${all}…`;
}

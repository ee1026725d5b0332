/** One case from head to foot, as every system shows it; systems add sections, buttons and inputs of their own. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { ErrorPage } from '../../../../ui/error-page.tsx';
import { useForm } from '../../../forms/web/fill/form-setting.ts';
import { PrintForm } from '../../../forms/web/fill/print-form.tsx';
import type { Receipt } from '../../contract.ts';
import { ActionBar, confirmBare } from '../action/action-bar.tsx';
import { ActionDrawer, type ActionSlot } from '../action/action-drawer.tsx';
import type { ActionInputs } from '../action/action-fields.tsx';
import { buildActionForm, toOffer } from '../action/action-form.ts';
import { useSendAct } from '../action/use-send-act.ts';
import type { CaseFields, FieldGroup } from './case-fields.ts';
import { CaseBody } from './case-body.tsx';
import { CaseTags } from './case-head.tsx';
import type { ExtraSection } from './extra-section.ts';
import { type CaseDetail as Detail, type Offer, useCase, useCaseType } from './use-case.ts';
import '../flow.css';

export type { ExtraSection } from './extra-section.ts';

export interface CaseDetailProps {
  /** '<contract id>.<case key>' */
  readonly type: string;
  readonly id: string;
  /** Declared fields of the case type; default: as the registers describe them. */
  readonly fields?: CaseFields;
  /** Order and headings of the fields; what is not named follows under 其他信息. */
  readonly groups?: readonly FieldGroup[];
  readonly sections?: readonly ExtraSection[];
  /** Buttons beside the title (案卷 PDF …). */
  readonly extra?: (detail: Detail) => ReactNode;
  /** Action or 'verb.<name>' → what stands above its form. */
  readonly actionExtras?: Readonly<Record<string, (slot: ActionSlot) => ReactNode>>;
  /** Field → its input in action forms. */
  readonly actionInputs?: ActionInputs;
  /** Path of another case of this type; default the engine's own page. */
  readonly pathOf?: (id: string) => string;
  readonly onDone?: (receipt: Receipt) => void;
}

export function CaseDetail(props: CaseDetailProps): ReactNode {
  const { type, id } = props;
  const asked = useCase(type, id);
  const described = useCaseType(type);
  usePageTitle(asked.data?.number);
  if (asked.isPending || !described.settled)
    return (
      <PageFrame title="案件详情">
        <Section>
          <Loading rows={10} />
        </Section>
      </PageFrame>
    );
  if (asked.isError && !asked.data) {
    const { status } = asked.error;
    if (status === 404 || status === 403) return <ErrorPage status={status} detail={asked.error.traceId} />;
    return (
      <PageFrame title="案件详情">
        <Section>
          <Failed error={asked.error} onRetry={() => void asked.refetch()} />
        </Section>
      </PageFrame>
    );
  }
  const fields = props.fields ?? described.type?.fields ?? {};
  const title = asked.data.row?.[described.type?.titleField ?? 'title'];
  return (
    <CaseView
      {...props}
      detail={asked.data}
      fields={fields}
      title={typeof title === 'string' && title !== '' ? title : asked.data.number}
      mayReveal={described.type?.mayReveal ?? false}
      titleField={described.type?.titleField}
      onRenew={() => void asked.refetch()}
      renewing={asked.isFetching}
    />
  );
}

function CaseView(
  props: CaseDetailProps & {
    readonly detail: Detail;
    readonly fields: CaseFields;
    readonly title: string;
    readonly mayReveal: boolean;
    readonly titleField: string | undefined;
    readonly onRenew: () => void;
    readonly renewing: boolean;
  },
): ReactNode {
  const { detail, fields } = props;
  const [chosen, setChosen] = useState<Offer | undefined>(undefined);
  // Whoever follows the case without its row has no form either.
  const { model } = useForm(detail.row === null ? '' : detail.type, detail.id);
  const designed = model?.sections.map((section) => ({
    title: section.title,
    fields: section.fields.map(({ name }) => name),
  }));
  const { send, sending } = useSendAct(detail, (receipt) => props.onDone?.(receipt));
  async function choose(offer: Offer): Promise<void> {
    const form = buildActionForm(toOffer(offer), fields);
    // 签收 and 恢复 ask nothing, so they need no drawer.
    if (!form.bare || form.opinion !== 'absent') return setChosen(offer);
    if (await confirmBare(offer, detail.number))
      await send(
        { action: offer.action, ...(offer.item === undefined ? {} : { item: offer.item }) },
        detail.version,
        offer.title,
      );
  }
  const body = (
    <CaseBody
      detail={detail}
      fields={fields}
      groups={props.groups ?? designed ?? []}
      sections={props.sections ?? []}
      mayReveal={props.mayReveal}
      titleField={props.titleField}
      pathOf={props.pathOf ?? ((other) => `/flow/cases/${detail.type}/${other}`)}
    />
  );
  return (
    <PageFrame
      title={props.title}
      breadcrumb={[{ title: detail.typeTitle }, { title: detail.number }]}
      tags={<CaseTags detail={detail} />}
      extra={
        <>
          {props.extra?.(detail)}
          {model !== null && detail.row && <PrintForm register={detail.type} id={detail.id} />}
          <Button onClick={props.onRenew} loading={props.renewing}>
            刷新
          </Button>
        </>
      }
    >
      {body}
      <ActionBar detail={detail} acting={sending} onChoose={(offer) => void choose(offer)} />
      {chosen && (
        <ActionDrawer
          key={`${chosen.item ?? ''} ${chosen.action}`}
          detail={detail}
          offer={chosen}
          fields={fields}
          inputs={props.actionInputs}
          extra={props.actionExtras?.[chosen.action]}
          onClose={() => setChosen(undefined)}
          onDone={props.onDone}
        />
      )}
    </PageFrame>
  );
}

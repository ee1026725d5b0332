/** The drawer in which one action or verb of a case is filled in and sent. */
import { Alert, Button, Drawer, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import type { Receipt } from '../../contract.ts';
import type { CaseFields } from '../case/case-fields.ts';
import type { CaseDetail, Offer } from '../case/use-case.ts';
import { type ActionInputs, ActionFields } from './action-fields.tsx';
import { type ActionValues, buildAct, buildActionForm, findMissing, toOffer } from './action-form.ts';
import { keepDraft, readDraft } from './opinion-draft.ts';
import { useSendAct } from './use-send-act.ts';

/** What a system may add above the form: duty suggestions, the standard that applies … */
export interface ActionSlot {
  readonly detail: CaseDetail;
  readonly offer: Offer;
  readonly values: ActionValues;
  readonly change: (part: Partial<ActionValues>) => void;
}

export interface ActionDrawerProps {
  readonly detail: CaseDetail;
  readonly offer: Offer;
  readonly fields: CaseFields;
  readonly inputs?: ActionInputs | undefined;
  readonly extra?: ((slot: ActionSlot) => ReactNode) | undefined;
  readonly onClose: () => void;
  readonly onDone?: ((receipt: Receipt) => void) | undefined;
}

const goOn = '您填写的内容仍在。请核对最新情况后继续。';
const gone = '现在已不能办理此操作。您填写的意见已为您保留。';

export function ActionDrawer(props: ActionDrawerProps): ReactNode {
  const { offer, fields, onClose } = props;
  // The case as it was when the drawer opened: news that arrive meanwhile must not be acted on unseen.
  const [seen, setSeen] = useState(props.detail);
  const [values, setValues] = useState<ActionValues>(() => ({ opinion: readDraft(seen.id, offer.action) }));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const form = buildActionForm(toOffer(offer), fields);
  const row = seen.row ?? {};
  const { send, sending, refusal, forget } = useSendAct(seen, (receipt) => {
    onClose();
    props.onDone?.(receipt);
  });

  function change(part: Partial<ActionValues>): void {
    if (part.opinion !== undefined) keepDraft(seen.id, offer.action, part.opinion);
    setValues((old) => ({ ...old, ...part }));
    setProblems({});
  }
  async function submit(): Promise<void> {
    const missing = findMissing(form, { ...values, values: { ...row, ...values.values } });
    setProblems(missing);
    if (Object.keys(missing).length > 0) return;
    const sure =
      !offer.negative ||
      (await confirmDanger({
        title: `确定${offer.title}?`,
        hint: `${seen.number}${offer.leadsTo ? `，办理后转入「${offer.leadsTo}」` : ''}。`,
        okText: offer.title,
      }));
    if (sure) await send(buildAct(toOffer(offer), form, values, row), seen.version, offer.title);
  }
  const moved = refusal?.fresh !== undefined && refusal.fresh.version !== seen.version;
  const stillOffered =
    refusal?.fresh?.offers.some((one) => one.action === offer.action && one.item === offer.item) === true;

  return (
    <Drawer
      open
      title={headOf(offer)}
      size={520}
      onClose={onClose}
      maskClosable={false}
      footer={
        <div className="flow-drawer-footer">
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            danger={offer.negative}
            loading={sending}
            disabled={moved && !stillOffered}
            onClick={() => void submit()}
          >
            {offer.title}
          </Button>
        </div>
      }
    >
      {refusal && (
        <Alert
          type={moved ? 'warning' : 'error'}
          showIcon
          style={{ marginBottom: 16 }}
          title={refusal.text}
          description={moved && (stillOffered ? goOn : gone)}
          action={
            moved &&
            stillOffered && (
              <Button
                size="small"
                onClick={() => {
                  if (refusal.fresh) setSeen(refusal.fresh);
                  forget();
                }}
              >
                按最新情况继续
              </Button>
            )
          }
        />
      )}
      {props.extra?.({ detail: seen, offer, values, change })}
      <Form layout="vertical" requiredMark onSubmitCapture={(event) => event.preventDefault()}>
        <ActionFields
          type={seen.type}
          caseId={seen.id}
          offer={offer}
          form={form}
          values={values}
          onChange={change}
          problems={{ ...refusal?.problems, ...problems }}
          fields={fields}
          row={row}
          inputs={props.inputs}
        />
      </Form>
    </Drawer>
  );
}

/** Where it leads is said when the name of the action does not say it. */
function headOf(offer: Offer): string {
  return offer.leadsTo && offer.leadsTo !== offer.title ? `${offer.title} → ${offer.leadsTo}` : offer.title;
}

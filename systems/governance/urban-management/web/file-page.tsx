/** 登记案件: an official takes a report down, with class, place and component at hand, and duplicates in sight. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Receipt } from '../../../../engines/flow/contract.ts';
import { OpenCaseForm, type OpeningValues } from '../../../../engines/flow/web/opening/open-case-form.tsx';
import type { FieldInputProps } from '../../../../ui/field-input.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { useMay } from '../../../../ui/session.ts';
import { findSource } from '../data/small-lists.ts';
import { ComponentPicker } from './filing/component-picker.tsx';
import { MatterPicker } from './filing/matter-picker.tsx';
import { NearbyCases } from './filing/nearby-cases.tsx';
import { PlaceInput, pointOf } from './filing/place-input.tsx';
import { StandardList } from './filing/standard-list.tsx';
import { useMerge } from './filing/use-merge.ts';
import { casePath, caseType } from './rows/case-words.ts';
import './urban.css';

const asked = [
  'source',
  'sourceNumber',
  'description',
  'matter',
  'caseArea',
  'address',
  'position',
  'component',
  'reporterName',
  'reporterPhone',
  'photosBefore',
];

type InputProps = FieldInputProps & { readonly values: OpeningValues };

const inputs = { matter: MatterInput, position: PlaceInput, component: ComponentPicker };

export default function FilePage(): ReactNode {
  const [values, setValues] = useState<OpeningValues>({});
  const [into, setInto] = useState<string | undefined>(undefined);
  const collector = useMay('urban-management:verify');
  const desk = useMay('urban-management:accept');
  const { close } = usePageHolder();
  const navigate = useNavigate();
  const merge = useMerge();
  const start = useMemo(() => ({ source: collector && !desk ? 'collector' : 'hotline' }), [collector, desk]);
  const matter = typeof values['matter'] === 'string' ? values['matter'] : null;
  const at = pointOf(values['position']);
  const stage = findSource(String(values['source'] ?? start.source))?.start;
  async function finish(receipt: Receipt): Promise<void> {
    const shown = await merge(receipt, into);
    close();
    void navigate(casePath(shown));
  }
  return (
    <PageFrame title="登记案件" summary="按来源登记部件或事项问题；带 * 的必填，填写内容自动保存在本机">
      <div className="urban-filing">
        <Section>
          <OpenCaseForm
            type={caseType}
            only={asked}
            start={start}
            inputs={inputs}
            {...(stage ? { stage } : {})}
            extra={(now) => <Tell values={now} onTell={setValues} />}
            onCancel={close}
            onOpened={(receipt) => void finish(receipt)}
          />
        </Section>
        <aside className="urban-filing-side">
          <NearbyCases matter={matter} at={at} into={into} onInto={setInto} />
          <Section title="适用标准预览">
            <StandardList matter={matter} />
          </Section>
        </aside>
      </div>
    </PageFrame>
  );
}

function MatterInput(props: InputProps): ReactNode {
  const { values } = props;
  const description = typeof values['description'] === 'string' ? values['description'] : undefined;
  return (
    <MatterPicker
      value={props.value}
      description={description}
      {...(props.id ? { id: props.id } : {})}
      {...(props.onChange ? { onChange: props.onChange } : {})}
    />
  );
}

/** The form holds its values itself; what stands beside it must know them too. */
function Tell(props: {
  readonly values: OpeningValues;
  readonly onTell: (values: OpeningValues) => void;
}): ReactNode {
  const { values, onTell } = props;
  useEffect(() => onTell(values), [values, onTell]);
  return null;
}

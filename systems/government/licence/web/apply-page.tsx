/** 受理制证: the clerk takes an application down at the window. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { OpenCaseForm } from '../../../../engines/flow/web/opening/open-case-form.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';

const asked = [
  'kind',
  'type',
  'former',
  'licenceNumber',
  'holderName',
  'holderCodeType',
  'holderCode',
  'holderAccount',
  'validFrom',
  'validUntil',
  'surface',
  'materials',
];

export default function ApplyPage(): ReactNode {
  const navigate = useNavigate();
  const { close } = usePageHolder();
  return (
    <PageFrame
      title="受理制证"
      summary="带 * 的必填；编号按证照类型的规则自动生成，已有编号的照填，校验位有误当场提示"
    >
      <Section>
        <OpenCaseForm
          type="licence.application"
          only={asked}
          start={{ kind: 'new' }}
          onCancel={close}
          onOpened={({ id }) => {
            close();
            void navigate(`/licence/applications/${id}`);
          }}
        />
      </Section>
    </PageFrame>
  );
}

/** 办事申请: the form of one matter, as it is designed. */
import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import { OpenCaseForm } from '../../../../../engines/flow/web/opening/open-case-form.tsx';
import { ErrorPage } from '../../../../../ui/error-page.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { usePageHolder, usePageTitle } from '../../../../../ui/page-context.ts';
import { LeaveBalance } from './leave-balance.tsx';
import { findMatter, matterPath } from './matter-kinds.ts';
import '../office.css';

export default function ApplyPage(): ReactNode {
  const { kind } = useParams();
  const found = findMatter(kind);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  usePageTitle(found && `${found.title}申请`);
  if (found === undefined) return <ErrorPage status={404} />;
  const { key, title, summary } = found;
  return (
    <PageFrame
      title={`${title}申请`}
      breadcrumb={[{ title: '办事', to: '/office/matters' }]}
      summary={summary}
    >
      {key === 'leave' && <LeaveBalance />}
      <Section>
        <OpenCaseForm
          key={key}
          type={`office.${key}`}
          submitText="提交申请"
          onCancel={() => {
            close();
            void navigate('/office/matters');
          }}
          onOpened={({ id }) => {
            close();
            void navigate(matterPath(key, id));
          }}
        />
      </Section>
    </PageFrame>
  );
}

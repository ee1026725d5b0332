/** The engine's own page for registering a case, for types whose system has none. */
import type { ReactNode } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { ErrorPage } from '../../../../ui/error-page.tsx';
import { Loading, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder, usePageTitle } from '../../../../ui/page-context.ts';
import { useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { useCaseType } from '../case/use-case.ts';
import { casePath } from '../to-do/case-path.ts';
import { OpenCaseForm } from './open-case-form.tsx';
import { startOfAddress } from './start-of-address.ts';

export default function OpenPage(): ReactNode {
  const { type = '' } = useParams();
  const types = useCall(contract.routes.types, {}, { fresh: 5 * 60_000 });
  const title = types.data?.find((one) => one.type === type)?.title;
  usePageTitle(title && `登记${title}`);
  return (
    <PageFrame title={title ? `登记${title}` : '登记案件'} breadcrumb={[]}>
      <Shown of={types}>
        {(known) =>
          known.some((one) => one.type === type && one.mayOpen) ? (
            <Opening type={type} />
          ) : (
            <ErrorPage status={403} />
          )
        }
      </Shown>
    </PageFrame>
  );
}

function Opening({ type }: { readonly type: string }): ReactNode {
  const described = useCaseType(type);
  const [search] = useSearchParams();
  const { pages } = useSession();
  const { close } = usePageHolder();
  const navigate = useNavigate();
  if (!described.settled) return <Loading rows={8} />;
  return (
    <Section>
      <OpenCaseForm
        type={type}
        start={startOfAddress(search, described.type?.fields ?? {})}
        onCancel={close}
        onOpened={(receipt) => {
          close();
          void navigate(casePath(pages, type, receipt.id));
        }}
      />
    </Section>
  );
}

/** The list of one register. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { PageFrame } from '../../../ui/layout.tsx';
import { usePageTitle } from '../../../ui/page-context.ts';
import { WithRegister } from './parts/register-frame.tsx';
import { RegisterList } from './parts/register-list.tsx';
import type { Description } from './parts/use-register.ts';

export default function ListPage(): ReactNode {
  const { register = '' } = useParams();
  return (
    <WithRegister register={register}>
      {({ description }) => <Framed description={description} />}
    </WithRegister>
  );
}

function Framed(props: { readonly description: Description }): ReactNode {
  const { description } = props;
  usePageTitle(description.title);
  return (
    <PageFrame
      title={description.title}
      breadcrumb={[{ title: '台账目录', to: '/registers' }, { title: description.systemTitle }]}
      summary={description.summary ?? undefined}
    >
      <RegisterList key={description.id} register={description.id} />
    </PageFrame>
  );
}

/** One row of one register. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from './parts/register-detail.tsx';

export default function DetailPage(): ReactNode {
  const { register = '', id = '' } = useParams();
  return <RegisterDetail key={id} register={register} id={id} />;
}

/** 电子证照库: what this organ has issued, by type, state and number. */
import type { ReactNode } from 'react';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';

export default function LicencesPage(): ReactNode {
  return (
    <PageFrame title="电子证照库" summary="本单位颁发和归集的电子证照，一个版本一行；存量证照用“导入”归集">
      <RegisterList register="licence.licence" to={(id) => `/licence/licences/${id}`} />
    </PageFrame>
  );
}

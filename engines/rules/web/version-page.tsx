/** One version of a rule, to read, to write, to try and to publish. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Shown } from '../../../ui/empty.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { VersionWork } from './version/version-work.tsx';
import './rules.css';

export default function VersionPage(): ReactNode {
  const { id = '' } = useParams();
  // What is being written must not be replaced by a look at the server; after a save it asks anew by itself.
  const asked = useCall(contract.routes.version, { id }, { fresh: Number.POSITIVE_INFINITY });
  return (
    <Shown of={asked} rows={12}>
      {(version) => <VersionWork key={`${version.id}:${version.revision}`} version={version} />}
    </Shown>
  );
}

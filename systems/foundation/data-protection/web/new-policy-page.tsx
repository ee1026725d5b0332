/** 新建策略: written, tried on synthetic values, then put in force. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { PageFrame } from '../../../../ui/layout.tsx';
import { PolicyForm } from './policy/policy-form.tsx';

export default function NewPolicyPage(): ReactNode {
  const navigate = useNavigate();
  return (
    <PageFrame title="新建策略" summary="先试算再保存；保存后到生效日期即执行">
      <PolicyForm onSaved={(id) => void navigate(`/data-protection/policies/${id}`)} />
    </PageFrame>
  );
}

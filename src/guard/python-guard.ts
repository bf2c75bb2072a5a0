import { join } from 'node:path';

/** The folder that has to stand first on PYTHONPATH: Python runs its sitecustomize.py before anything else, which arms the guard where REALITY_GUARD names a policy. */
export const GUARD_PYTHON_PATH: string = join(import.meta.dirname, '..', '..', '..', 'src', 'guard', 'python');

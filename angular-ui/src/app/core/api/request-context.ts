import { HttpContextToken } from '@angular/common/http';

/** Whether a request that finds nobody logged in fails at once instead of asking to log in. */
export const WITHOUT_LOGIN = new HttpContextToken(() => false);

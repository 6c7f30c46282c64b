/** Where a service leads the owner's browser back to, on Porter's address. */
export const callbackPath = <Id extends string>(integrationId: Id) =>
  `/oauth/${integrationId}/callback` as const;

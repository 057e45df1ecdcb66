/// The registry's SQL files, in the order in which they apply, embedded in the binary.
public enum Migrations {
  /// UTF-8 SQL; the position plus one is the `user_version` a file leaves behind.
  public static let all: [[UInt8]] = [
    PackageResources.m0001_initial_sql, PackageResources.m0002_metadata_age_sql,
    PackageResources.m0003_audit_trail_sql, PackageResources.m0004_step_up_sql,
    PackageResources.m0005_refresh_failures_sql, PackageResources.m0006_registration_care_sql,
    PackageResources.m0007_refresher_run_sql, PackageResources.m0008_pending_logins_sql,
    PackageResources.m0009_workload_sql,
    PackageResources.m0010_secret_renewal_sql, PackageResources.m0011_identity_provider_sql,
    PackageResources.m0012_clock_ahead_sql,
  ]
}

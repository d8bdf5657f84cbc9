using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CovTools.Containers;

/// <summary>The certificates that a TLS engine asks for: <c>ca.pem</c>, <c>cert.pem</c>, <c>key.pem</c> of <c>DOCKER_CERT_PATH</c>.</summary>
internal static class EngineCredentials
{
    /// <summary>TLS options for <paramref name="host"/>; certificates are read from <paramref name="directory"/>, each file optional.</summary>
    /// <exception cref="EnvironmentIncompleteException">A file is there and cannot be read.</exception>
    public static SslClientAuthenticationOptions Load(string host, string directory)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        try
        {
            var authority = Path.Combine(directory, "ca.pem");
            if (File.Exists(authority))
            {
                var policy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                policy.CustomTrustStore.ImportFromPemFile(authority);
                options.CertificateChainPolicy = policy;
            }

            var certificate = Path.Combine(directory, "cert.pem");
            var key = Path.Combine(directory, "key.pem");
            if (File.Exists(certificate) && File.Exists(key))
            {
                // Through PKCS #12: the Windows TLS provider refuses keys that exist in memory only.
                using var ephemeral = X509Certificate2.CreateFromPemFile(certificate, key);
                options.ClientCertificates =
                    [X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), password: null)];
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentIncompleteException($"certificates of the container engine in {directory}: {exception.Message}", exception);
        }

        return options;
    }
}

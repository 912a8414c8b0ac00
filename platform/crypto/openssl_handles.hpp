// OpenSSL objects that free themselves. For the sources of platform/crypto and platform/net only: it is a heavy header.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace sigap::openssl {

template <auto free_function>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        free_function(object);
    }
};

using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Request = std::unique_ptr<X509_REQ, Free<X509_REQ_free>>;
using Name = std::unique_ptr<X509_NAME, Free<X509_NAME_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

// Reads from text that outlives the object.
Bio reader(std::string_view text);
Bio writer();
std::string text_of(const Bio& bio);

// Null where the text holds none. Keys are read without asking for a passphrase.
Certificate read_certificate(std::string_view pem);
Key read_private_key(std::string_view pem);
std::string certificate_to_pem(X509* certificate);
// Empty where the name has no common name.
std::string common_name(const X509_NAME* name);

}  // namespace sigap::openssl

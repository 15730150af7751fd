package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type storage struct {
	Feed             types.String `tfsdk:"feed"`
	Disk             types.Object `tfsdk:"disk"`
	S3               types.Object `tfsdk:"s3"`
	Azure            types.Object `tfsdk:"azure"`
	Custom           types.Object `tfsdk:"custom"`
	SecretsWOVersion types.Int64  `tfsdk:"secrets_wo_version"`
}

func bindStorage(m *storage, o *proget.Storage) field.Pairs {
	return field.Pairs{
		field.Spelled("feed", &m.Feed, &o.Feed, strings.ToLower),
		field.Object("disk", &m.Disk, &o.Disk, diskType, bindDisk).Present().Versioned(&m.SecretsWOVersion).Block("disk"),
		field.Object("s3", &m.S3, &o.S3, s3Type, bindS3).Present().Versioned(&m.SecretsWOVersion).Block("s3"),
		field.Object("azure", &m.Azure, &o.Azure, azureType, bindAzure).Present().Versioned(&m.SecretsWOVersion).Block("azure"),
		field.Object("custom", &m.Custom, &o.Custom, customType, bindCustom).Present().Versioned(&m.SecretsWOVersion).Block("custom"),
	}
}

type diskStorage struct {
	Path types.String `tfsdk:"path"`
}

func bindDisk(m *diskStorage, o *proget.DiskStorage) field.Pairs {
	return field.Pairs{field.Text("path", &m.Path, &o.StoragePath)}
}

type s3Storage struct {
	BucketName         types.String `tfsdk:"bucket_name"`
	RegionEndpoint     types.String `tfsdk:"region_endpoint"`
	TargetPath         types.String `tfsdk:"target_path"`
	AccessKey          types.String `tfsdk:"access_key"`
	SecretAccessKeyWO  types.String `tfsdk:"secret_access_key_wo"`
	MakePublic         types.Bool   `tfsdk:"make_public"`
	Encrypted          types.Bool   `tfsdk:"encrypted"`
	InstanceRole       types.String `tfsdk:"instance_role"`
	UseInstanceProfile types.Bool   `tfsdk:"use_instance_profile"`
	CustomServiceURL   types.String `tfsdk:"custom_service_url"`
}

func bindS3(m *s3Storage, o *proget.S3Storage) field.Pairs {
	return field.Pairs{
		field.Text("bucket_name", &m.BucketName, &o.BucketName),
		field.Text("region_endpoint", &m.RegionEndpoint, &o.RegionEndpoint),
		field.Text("target_path", &m.TargetPath, &o.TargetPath),
		field.Text("access_key", &m.AccessKey, &o.AccessKey),
		field.Secret("secret_access_key_wo", &m.SecretAccessKeyWO, &o.SecretAccessKey).WriteOnly(&m.SecretAccessKeyWO, nil),
		field.OffByDefault("make_public", &m.MakePublic, &o.MakePublic),
		field.OffByDefault("encrypted", &m.Encrypted, &o.Encrypted),
		field.Text("instance_role", &m.InstanceRole, &o.InstanceRole),
		field.OffByDefault("use_instance_profile", &m.UseInstanceProfile, &o.UseInstanceProfile),
		field.Text("custom_service_url", &m.CustomServiceURL, &o.CustomServiceURL),
	}
}

type azureStorage struct {
	ContainerName      types.String `tfsdk:"container_name"`
	TargetPath         types.String `tfsdk:"target_path"`
	ConnectionStringWO types.String `tfsdk:"connection_string_wo"`
}

func bindAzure(m *azureStorage, o *proget.AzureStorage) field.Pairs {
	return field.Pairs{
		field.Text("container_name", &m.ContainerName, &o.ContainerName),
		field.Text("target_path", &m.TargetPath, &o.TargetPath),
		field.Secret("connection_string_wo", &m.ConnectionStringWO, &o.ConnectionString).WriteOnly(&m.ConnectionStringWO, nil),
	}
}

type customStorage struct {
	Type               types.String `tfsdk:"type"`
	Properties         types.Map    `tfsdk:"properties"`
	SecretPropertiesWO types.Map    `tfsdk:"secret_properties_wo"`
}

func bindCustom(m *customStorage, o *proget.CustomStorage) field.Pairs {
	return field.Pairs{
		field.Spelled("type", &m.Type, &o.Type, strings.ToLower),
		field.Entries("properties", &m.Properties, &o.Properties, canonicalProperty),
		field.Map("secret_properties_wo", &m.SecretPropertiesWO, &o.Secrets).Reveals(field.Never).WriteOnly(&m.SecretPropertiesWO, nil),
	}
}

const (
	noMoves      = " No files are moved."
	requiredHere = "\nRequired in this block."
	withStorage  = ", never kept in plan or state. It is sent with every change of the storage, and when `secrets_wo_version` changes."
	storageDocs  = "Where a feed keeps its files: on disk, in Amazon S3, in Azure Blob Storage, or in a storage that an extension of ProGet adds. Cloud storage needs an edition other than Free.\n\n" +
		"Exactly one of the blocks `disk`, `s3`, `azure` and `custom` is required. ProGet moves no files: packages that a feed holds stay where they are and are not found any more, so the plan warns where a feed holds any. " +
		"Every feed has a storage from the start, which is ProGet's own disk. Destroying this resource gives it that one again.\n\n" +
		"`package_store` of `proget_feed` is the older view of the same thing: use one of the two. A `proget_feed` that leaves `package_store` out leaves this resource alone.\n\n" +
		"ProGet wants all properties of a storage at once, so every change sends all of them, secrets included, and ProGet never reveals secrets: an imported storage has none. Give the write-only members before its first change, or the change takes them away. " +
		"With `create_before_destroy`, a feed that is renamed keeps its storage; without, it is on ProGet's own disk for a moment."
)

// secretText is a write-only member of a block.
func secretText(description string) schema.StringAttribute {
	return writeOnly(description+withStorage, notEmpty...)
}

var (
	diskBlock = schema.SingleNestedBlock{
		MarkdownDescription: "Storage on ProGet's disk or a network share.",
		Attributes: map[string]schema.Attribute{
			"path": text("Folder as ProGet sees it.\nLeft out, ProGet manages the folder.", notEmpty...),
		},
	}
	s3Block = schema.SingleNestedBlock{
		MarkdownDescription: "Storage in Amazon S3, or in what speaks its protocol.",
		Attributes: map[string]schema.Attribute{
			"bucket_name":          text("Name of the bucket."+requiredHere, notEmpty...),
			"region_endpoint":      text("Region, such as `us-east-1`." + requiredHere),
			"target_path":          text("Prefix of all keys in the bucket.\nLeft out, the root of the bucket."),
			"access_key":           text("Identifier of the access key. Left out, `instance_role` or `use_instance_profile` tells who ProGet is."),
			"secret_access_key_wo": secretText("Secret of the access key"),
			"make_public":          optionalFlag("Whether the files are public in the bucket."),
			"encrypted":            optionalFlag("Whether the bucket encrypts the files."),
			"instance_role":        text("IAM role that ProGet takes on."),
			"use_instance_profile": optionalFlag("Whether the profile of the EC2 instance says who ProGet is."),
			"custom_service_url":   text("URL of the service, if it is not Amazon's.", absoluteURL),
		},
	}
	azureBlock = schema.SingleNestedBlock{
		MarkdownDescription: "Storage in Azure Blob Storage.",
		Attributes: map[string]schema.Attribute{
			"container_name":       text("Name of the container."+requiredHere, notEmpty...),
			"target_path":          text("Path in the container.\nLeft out, its root."),
			"connection_string_wo": secretText("Connection string of the storage account. Required in this block"),
		},
	}
	customBlock = schema.SingleNestedBlock{
		MarkdownDescription: "Storage of a type that an extension of ProGet adds. The data source `proget_storage_types` lists types and properties.",
		Attributes: map[string]schema.Attribute{
			"type":                 text("Type of the storage, by its `id`. Case does not matter."+requiredHere, notEmpty...),
			"properties":           textMap("Properties that are no secrets, by name; flags are `\"true\"` and `\"false\"`. Properties that are not written here are reset by every change, and are not compared." + requiredHere + " Write `{}` for none."),
			"secret_properties_wo": schema.MapAttribute{Optional: true, Sensitive: true, WriteOnly: true, ElementType: types.StringType, MarkdownDescription: "Properties that are secrets, by name" + withStorage},
		},
	}

	diskType   = objectType(diskBlock.Attributes)
	s3Type     = objectType(s3Block.Attributes)
	azureType  = objectType(azureBlock.Attributes)
	customType = objectType(customBlock.Attributes)
)

var storageKind = &crud.Kind[storage, proget.Storage]{
	Name:    ofStorages,
	Lasting: true,
	Key:     "feed",
	Schema: schema.Schema{
		MarkdownDescription: storageDocs,
		Attributes: map[string]schema.Attribute{
			"feed":               replaced(strings.EqualFold, required("Name of the feed.\nChanging it gives the feed before its own disk again.", notEmpty...)),
			"secrets_wo_version": schema.Int64Attribute{Optional: true, MarkdownDescription: "Version of the write-only members: any number, to be changed with them."},
		},
		Blocks: map[string]schema.Block{"disk": diskBlock, "s3": s3Block, "azure": azureBlock, "custom": customBlock},
	},
	Items: func(c *proget.Client) crud.Items[proget.Storage] { return c.Storages() },
	Probe: func(ctx context.Context, c *proget.Client) error {
		_, err := c.Storages().Types(ctx) // storages take a request each
		return err
	},
	Bind:           bindStorage,
	Limits:         storageLimits,
	Access:         needsFeeds,
	ValidateConfig: checkStorage,
	ModifyPlan:     planStorage,
}

// canonicalProperty is the form in which properties of custom storage compare:
// flags without case, and what is false as if nobody had set it.
func canonicalProperty(value string) string {
	if folded := strings.ToLower(value); folded == "true" || folded == "false" {
		return strings.TrimSuffix(folded, "false")
	}
	return value
}

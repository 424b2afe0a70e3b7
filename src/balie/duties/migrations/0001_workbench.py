
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('register', '0002_workbench'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileContent',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SystemDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=100)),
                ('status', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=10)),
                ('footing', models.CharField(max_length=20)),
                ('provision', models.CharField(max_length=100)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('fine', models.CharField(blank=True, max_length=100)),
                ('rank', models.PositiveIntegerField(default=0)),
                ('weight', models.PositiveIntegerField(default=0)),
                ('deadline', models.DateField(blank=True, null=True)),
                ('proof', models.CharField(choices=[('failing', 'failing'), ('stale', 'stale'), ('open', 'open'), ('not_yet', 'not_yet'), ('met', 'met'), ('not_applicable', 'not_applicable')], default='open', max_length=20)),
                ('proof_kind', models.CharField(blank=True, choices=[('measured', 'measured'), ('observed', 'observed'), ('document', 'document'), ('training', 'training'), ('attestation', 'attestation')], max_length=20)),
                ('proof_reason', models.JSONField(blank=True, default=dict)),
                ('stale_on', models.DateField(blank=True, null=True)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_duties', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='register.aisystem')),
            ],
            options={
                'ordering': ('system_id', 'rank', 'duty'),
            },
        ),
        migrations.CreateModel(
            name='ProofFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('media_type', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('accepted', models.BooleanField(blank=True, null=True)),
                ('review_note', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='duties.filecontent')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='duties.prooffile')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duties', models.ManyToManyField(related_name='files', to='duties.systemduty')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('measured', 'measured'), ('observed', 'observed'), ('document', 'document'), ('training', 'training'), ('attestation', 'attestation')], max_length=20)),
                ('control', models.CharField(max_length=100)),
                ('outcome', models.CharField(choices=[('failing', 'failing'), ('stale', 'stale'), ('open', 'open'), ('not_yet', 'not_yet'), ('met', 'met'), ('not_applicable', 'not_applicable')], max_length=20)),
                ('reason', models.JSONField(default=dict)),
                ('figures', models.JSONField(blank=True, default=dict)),
                ('observed_at', models.DateTimeField()),
                ('fresh_until', models.DateField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='duties.systemduty')),
            ],
            options={
                'ordering': ('-observed_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.TextField()),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attestations', to='duties.systemduty')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('kind', models.CharField(default='task', max_length=20)),
                ('deadline', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='duties.systemduty')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='register.aisystem')),
            ],
            options={
                'ordering': ('deadline', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='register.aisystem')),
                ('duty', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='duties.systemduty')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='duties.task')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['status', 'weight', 'duty', 'system'], name='duty_by_weight'),
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['status', 'proof', 'weight', 'deadline', 'stale_on'], name='duty_by_proof'),
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['status', 'system', 'proof'], name='duty_by_system'),
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['deadline'], name='duty_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['duty'], name='duty_by_duty'),
        ),
        migrations.AddIndex(
            model_name='systemduty',
            index=models.Index(fields=['stale_on'], name='duty_by_staleness'),
        ),
        migrations.AddConstraint(
            model_name='systemduty',
            constraint=models.UniqueConstraint(fields=('system', 'duty'), name='duty_once_per_system'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['duty', 'control', '-observed_at'], name='observation_by_control'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['owner', 'done_at', 'deadline'], name='task_by_owner'),
        ),
    ]
